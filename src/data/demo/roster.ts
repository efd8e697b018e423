import type { Text } from '#core';

export interface DemoOrganisationUnit {
  readonly id: string;
  readonly parent: string | null;
  readonly level: string;
  readonly name: Text;
}

export interface DemoPerson {
  readonly id: string;
  readonly name: string;
  readonly title: Text;
  readonly roles: readonly { readonly role: string; readonly unit: string }[];
  /** Those one may sign in as in the demo. */
  readonly persona: boolean;
}
