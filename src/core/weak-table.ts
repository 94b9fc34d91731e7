/** A value with a text that says all about it. */
interface Keyed {
  readonly key: string;
}

/**
 * Gives the one value of each key, which lives as long as something holds it: places belong to no
 * model, and a table that held them would grow with every model that a process has seen.
 */
export function weakTable<T extends Keyed>(): (value: T) => T {
  const known = new Map<string, WeakRef<T>>();
  const gone = new FinalizationRegistry<string>((key) => {
    if (known.get(key)?.deref() === undefined) known.delete(key);
  });
  return (value) => {
    const found = known.get(value.key)?.deref();
    if (found !== undefined) return found;
    known.set(value.key, new WeakRef(value));
    gone.register(value, value.key);
    return value;
  };
}
