/** What was named or started as the database cannot be used. The message is a sentence for the operator, without a secret. */
export class UnfitDatabase extends Error {
  override readonly name = 'UnfitDatabase';
}
