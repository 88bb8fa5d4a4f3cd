/** How far a long command is: a sentence, or what it is at and how much of it is done (`counted` says what is counted: "rows"). */
export type Progress =
  | { readonly sentence: string }
  | { readonly doing: string; readonly done: number; readonly of: number | null; readonly counted?: string }
export type Tell = (progress: Progress) => void

/** Says it on a terminal: one line that changes; into a file or a pipe at most a line every few seconds. */
export const terminalProgress = (out: NodeJS.WriteStream): { readonly tell: Tell; readonly end: () => void } => {
  const everyMs = out.isTTY ? 100 : 5000
  let last = out.isTTY ? 0 : performance.now()
  let open = false
  const end = () => {
    if (open) out.write('\n')
    open = false
  }
  return {
    tell: progress => {
      if ('sentence' in progress) {
        end()
        out.write(`${progress.sentence}\n`)
        return
      }
      if (performance.now() - last < everyMs) return
      last = performance.now()
      const of = progress.of === null ? '' : ` of ${progress.of.toLocaleString('en-GB')}`
      const counted = progress.counted === undefined ? '' : ` ${progress.counted}`
      const line = `${progress.doing}: ${progress.done.toLocaleString('en-GB')}${of}${counted}`
      out.write(out.isTTY ? `\r\u001b[K${line}` : `${line}\n`)
      open = out.isTTY
    },
    end,
  }
}
