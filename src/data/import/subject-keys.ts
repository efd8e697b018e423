/** The elements that say whose a resource is, in the order in which its patient is looked for; a Task is `for` somebody. */
export const subjectKeys: readonly string[] = [
  'subject',
  'patient',
  'beneficiary',
  'individual',
  'for',
];
