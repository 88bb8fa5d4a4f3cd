import type { ImportProgress } from './import.ts'

/** Says on a terminal how far an import is: one line that changes; into a file or a pipe at most a line every few seconds. */
export const terminalProgress = (
  out: NodeJS.WriteStream,
): { readonly tell: (progress: ImportProgress) => void; readonly end: () => void } => {
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
      const line = `${progress.doing}: ${progress.done.toLocaleString('en-GB')}${of}`
      out.write(out.isTTY ? `\r\u001b[K${line}` : `${line}\n`)
      open = out.isTTY
    },
    end,
  }
}
