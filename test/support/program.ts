import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const here = join(import.meta.dirname, '..', '..')

/** Concord as a process of its own, as people start it. */
export type Program = {
  readonly child: ChildProcess
  readonly pid: number
  /** What it has printed so far, both streams apart. */
  readonly said: { out: string; err: string }
  /** Its exit code, once it has ended; a signal's name when that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

type Start = {
  readonly environment?: Readonly<Record<string, string>>
  readonly folder?: string // another copy of the project
  readonly preload?: string // a module that Node.js reads first
}

/** Runs `concord` with `args`, in an environment that holds nothing but what a shell has and `environment`. */
export const concord = (args: readonly string[], { environment = {}, folder = here, preload }: Start = {}): Program => {
  const options = preload ? ['--require', preload] : []
  const child = spawn(process.execPath, [...options, join(folder, 'bin', 'concord'), ...args], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  const ended = new Promise<number | NodeJS.Signals | null>(resolve =>
    child.once('close', (code, signal) => resolve(code ?? signal)),
  )
  return { child, pid: child.pid!, said, ended }
}

/** Waits until a started server has told its address, and returns it. Throws what it said instead when it ends first. */
export const addressOf = async ({ said, ended }: Program): Promise<string> => {
  let over = false
  void ended.then(() => (over = true))
  for (;;) {
    const told = /Concord is at (http:\/\/\S+)/.exec(said.out)?.[1]
    if (told) return told
    if (over) throw new Error(`Concord did not start: ${said.out}${said.err}`)
    await pause(10)
  }
}

/** The owner's way into the embedded database of a data folder, as long as it runs. */
export const ownerUrlOf = (dataFolder: string): string => {
  const { concord: password } = JSON.parse(readFileSync(join(dataFolder, 'postgres-passwords.json'), 'utf8')) as {
    concord: string
  }
  const port = readFileSync(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]
  return `postgres://concord:${password}@127.0.0.1:${port}/concord`
}

/** The embedded server's process. */
export const serverPidOf = (dataFolder: string): number =>
  Number(readFileSync(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

/** A process that has ended keeps its number until its parent notices, which in a bare container nobody does. */
const isZombie = (pid: number): boolean => {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0) && !isZombie(pid)
  } catch {
    return false
  }
}

/** Whether the process ends, within a moment for the system to clear it away. */
export const ends = async (pid: number): Promise<boolean> => {
  for (let attempt = 0; attempt < 100 && isAlive(pid); attempt += 1) await pause(20)
  return !isAlive(pid)
}
