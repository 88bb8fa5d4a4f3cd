/**
 * The tables whose rows no backup holds, each with the reason. Every other table is saved, whether this program knows it or not:
 * test/backup.test.ts fails for a table that is neither.
 */
export const leftOut: Readonly<Record<string, string>> = {
  schema_file: 'which schema files were applied stands in the manifest; restoring applies them',
  schema_order: 'as schema_file',
  schema_order_lock: 'as schema_file',
  sign_in_attempt: 'a sign-in under way lasts ten minutes and ends with the server that began it',
  question_asked: 'what was asked a moment ago, until those who answer for the records it touched are told: seconds',
  draft: 'what somebody had typed and not sent is kept for 24 hours, and is on no record',
  idempotency_key:
    'answers kept for 24 hours; after a restore nobody asks the same again with a token that signs them in',
  provider_state: 'who is signed in at the embedded provider of a demonstration; after a restore nobody is',
  log_signing_key: 'the private key that signs the log; a restored database makes its own, and says so by its name',
  provider_key: 'holds private keys of the embedded provider; a restored database makes its own',
}
