import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { Examined } from './file-examination.ts'

const root = join(import.meta.dirname, '..', '..')
const program = join(import.meta.dirname, 'file-examiner.main.ts')

const limits = { seconds: 30, megabytes: 512, atOnce: 2, waiting: 20 } as const

/** Too many files are being looked at. Answered as 503: nothing was kept, and trying again is right. */
export class ExaminersBusy extends Error {
  override readonly name = 'ExaminersBusy'
  readonly code = '53000' // as PostgreSQL says that it has no room; see platform/faults.ts
}

/** Such a file takes longer or more memory than any honest one, or it breaks what reads it. */
const unreadable: Examined = {
  mediaType: null,
  extension: '',
  faults: [
    'The file cannot be checked: save it anew from the program that made it, or print it to a PDF, and send that',
  ],
  marked: null,
  rewritten: false,
  kept: [],
}

let running = 0
const queue: (() => void)[] = []

const turn = async (): Promise<void> => {
  if (running >= limits.atOnce) {
    if (queue.length >= limits.waiting) throw new ExaminersBusy('Too many files are being looked at.')
    await new Promise<void>(resolve => queue.push(resolve))
  } else running++
}
/** Hands the turn on, so that whoever waits longest comes next. */
const over = (): void => {
  const next = queue.shift()
  if (next) next()
  else running--
}

/**
 * Looks at the file at `path`, which lies in `folder`, and writes what is to be kept of it there. A file from outside is read by large
 * libraries, some of them native: that happens in a process which has no settings, no connections, no network, may start nothing, may read the program and
 * `folder` and write `folder` only, and ends after half a minute. What breaks it is refused, and the server goes on.
 * Throws `ExaminersBusy`.
 */
export const examine = async (path: string, folder: string): Promise<Examined> => {
  await turn()
  try {
    return await new Promise<Examined>(resolve => {
      execFile(
        process.execPath,
        [
          '--permission',
          '--allow-addons',
          `--allow-fs-read=${root}`,
          `--allow-fs-read=${folder}`,
          `--allow-fs-write=${folder}`,
          `--max-old-space-size=${limits.megabytes}`,
          '--no-warnings',
          program,
          path,
          folder,
        ],
        { env: {}, cwd: folder, timeout: limits.seconds * 1000, killSignal: 'SIGKILL', maxBuffer: 100_000 },
        (error, stdout) => resolve(error ? unreadable : (JSON.parse(stdout) as Examined)),
      )
    })
  } finally {
    over()
  }
}
