/** Own properties only: a careless page may have put anything on the prototype of all. */

/** The members of a union that have the key. */
type With<T, K extends PropertyKey> = T extends unknown ? (K extends keyof T ? T : never) : never;

/** `key in o`, for own properties only: the members of a union are told apart by this, never by `in`. */
export const has = <T extends object, K extends PropertyKey>(o: T, key: K): o is With<T, K> => Object.hasOwn(o, key);

/** Options with nothing below them: what is left out is left out, whatever the prototype of all has by its name. */
export const ownOf = <T extends object>(o: T): T => Object.assign(Object.create(null) as T, o);
