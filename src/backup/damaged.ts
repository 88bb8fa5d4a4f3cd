/** A backup is not what was written: its message says how, as the end of the sentence "… is not a whole backup: …". */
export class Damaged extends Error {
  override readonly name = 'Damaged'
}
