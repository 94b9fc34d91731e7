/** `chainrule/codegen`: a model and its derivatives as a module of NumPy, PyTorch, JAX, Julia, MATLAB or JavaScript. */
export * from "./codegen/codegen.js";
