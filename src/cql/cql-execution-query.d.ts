declare module 'cql-execution/lib/elm/query.js' {
  type Comparison = (context: SortContext, a: unknown, b: unknown) => Promise<number>;
  interface SortContext {
    childContext(item: unknown): SortContext;
  }
  export const ByDirection: { readonly prototype: { exec: Comparison } };
  export const ByExpression: { readonly prototype: { exec: Comparison } };
}
