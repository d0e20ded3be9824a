/**
 * Fields of Google's create and update bodies that are never sent, and why; every other one that Google takes is in a plan.
 * What Google marks as its own output is not among them.
 */
export const ignoredFields: Readonly<Record<string, string>> = {
  'space.name': 'Google makes the identifier of a space; it cannot be chosen or changed.',
  'member.name': 'Google makes the identifier of a member; it cannot be chosen or changed.',
};
