import { ONE } from "../core/dim.js";
import { defineCall } from "../core/op.js";
import { one } from "../core/operands.js";
import { ones } from "./ones.js";
import { product } from "./product.js";

/** The sums of the rows of A as a column, A 1. */
export const rowSums = defineCall({
  calls: ["rowsums", "rowsum"],
  signature: "n×m -> n×1",
  build: (args) => product(one(args), ones(one(args).shape.cols, ONE, one(args))),
});
