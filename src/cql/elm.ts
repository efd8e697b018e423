/** ELM, the compiled form of CQL, as far as we read it; see HL7's CQL specification, part 4. */

/** Any ELM node: its type says which other keys it has. */
export interface ElmNode {
  readonly type?: string;
  readonly locator?: string;
  readonly [key: string]: unknown;
}

export interface ElmDefinition extends ElmNode {
  readonly name: string;
  readonly context?: string;
  readonly expression?: ElmNode;
}

export interface ElmInclude {
  readonly localIdentifier: string;
  readonly path: string;
  readonly version?: string;
}

export interface ElmLibrary {
  readonly library: {
    readonly identifier: { readonly id: string; readonly version?: string };
    readonly usings?: { readonly def?: readonly ElmNode[] };
    readonly includes?: { readonly def?: readonly ElmInclude[] };
    readonly parameters?: { readonly def?: readonly ElmNode[] };
    readonly codeSystems?: { readonly def?: readonly ElmNode[] };
    readonly valueSets?: { readonly def?: readonly ElmNode[] };
    readonly codes?: { readonly def?: readonly ElmNode[] };
    readonly concepts?: { readonly def?: readonly ElmNode[] };
    readonly statements?: { readonly def?: readonly ElmDefinition[] };
    readonly annotation?: readonly ElmNode[];
  };
}

/** A node's `key` as a node, or undefined when it is absent or something else. */
export function nodeAt(node: ElmNode, key: string): ElmNode | undefined {
  const value = node[key];
  return isNode(value) ? value : undefined;
}

/** A node's `key` as a list of nodes; a single node counts as a list of one, an absent one as none. */
export function nodesAt(node: ElmNode, key: string): readonly ElmNode[] {
  const value = node[key];
  if (Array.isArray(value)) return value.filter(isNode);
  return isNode(value) ? [value] : [];
}

export function textAt(node: ElmNode, key: string): string | undefined {
  const value = node[key];
  return typeof value === 'string' ? value : undefined;
}

function isNode(value: unknown): value is ElmNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
