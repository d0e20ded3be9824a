const outputOnly = 'Google sets it and gives it out; it is not taken from a request.';

/** Fields of Google's create and update bodies that are never sent, and why. Every other one is in each plan. */
export const ignoredFields: Readonly<Record<string, string>> = {
  'space.name': 'Google makes the identifier of a space; it cannot be changed.',
  'space.activeConference.conferenceRecord': outputOnly,
  'member.name': 'Google makes the identifier of a member.',
};
