/** As much of decimal.js as is used here. */
export interface Decimal {
  plus(y: Decimal | number): Decimal;
  minus(y: Decimal | number | string): Decimal;
  times(y: Decimal | number): Decimal;
  div(y: Decimal | number): Decimal;
  pow(y: Decimal | number): Decimal;
  neg(): Decimal;
  abs(): Decimal;
  sqrt(): Decimal;
  exp(): Decimal;
  ln(): Decimal;
  sin(): Decimal;
  cos(): Decimal;
  tan(): Decimal;
  asin(): Decimal;
  acos(): Decimal;
  atan(): Decimal;
  sinh(): Decimal;
  cosh(): Decimal;
  tanh(): Decimal;
  isZero(): boolean;
  isFinite(): boolean;
  isInteger(): boolean;
  cmp(y: Decimal | number | string): number;
  toNumber(): number;
}

export type Make = (x: number | string) => Decimal;

/** There is no such value: an operation or function that is not known at more digits, or too much to do. */
export class Imprecise extends Error {
  override readonly name = "Imprecise";
}
