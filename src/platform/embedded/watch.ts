import { faultInWords } from '../fault.ts'
import { Stop } from '../errors.ts'

const everyMs = 500 // looking costs two system calls

export type Watched = {
  /** Whether all is as it should be. */
  readonly stands: () => boolean
  /** Puts it right; what it throws is told once, and it is tried again. */
  readonly putRight: () => Promise<void>
  /** Is told in a sentence what was found and done. */
  readonly tell: (sentence: string) => void
}

/** Looks from time to time whether something stands, and puts it right where it does not, until the returned function is called. */
export const watch = ({ stands, putRight, tell }: Watched): (() => void) => {
  let timer: NodeJS.Timeout | undefined
  let said: string | undefined
  const look = async (): Promise<void> => {
    if (stands()) return
    try {
      await putRight()
      said = undefined
    } catch (error) {
      const sentence = error instanceof Stop ? error.message : faultInWords(error)
      if (said !== sentence) tell(sentence)
      said = sentence
    }
  }
  const again = (): void => {
    timer = setTimeout(() => void look().finally(() => timer && again()), everyMs).unref()
  }
  again()
  return () => {
    clearTimeout(timer)
    timer = undefined
  }
}
