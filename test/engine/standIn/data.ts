/** A property on the wire: JSON, in which unknowns are a text and assets marked objects. */
export type Data =
  null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data };

/** Properties of a resource on the wire. */
export type DataRecord = Readonly<Record<string, Data>>;
