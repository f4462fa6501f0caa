/** The object without undefined members. */
export const definedOnly = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

/** The names of those values that differ from the existing ones. */
export const changedIn = <T extends object>(wanted: T, there: { [K in keyof T]: unknown }) =>
  (Object.keys(wanted) as (keyof T & string)[]).filter((name) => wanted[name] !== there[name])
