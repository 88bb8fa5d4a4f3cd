import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Way } from './ways.ts'

/** A server of the bench in a process of its own, once it listens. */
export const started = async (file: string, url: string, port: number): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [...process.execArgv, join(import.meta.dirname, file), url, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${file} ended before it listened.`))),
  ])
  return child
}

/** The most memory that a process has held so far, in MB (10^6 bytes); null where the system does not say. */
export const peakOf = ({ pid }: ChildProcess): number | null => {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!
    return (Number(kilobytes) * 1024) / 1e6
  } catch {
    return null
  }
}

/** What a round got: requests a second, milliseconds, and how many were answered well and not. */
export type Round = {
  readonly rate: number
  readonly p50: number
  readonly p99: number
  readonly good: number
  readonly bad: number
}

/** One round of load in a process of its own. `file`: the requests of the way; `from`: the first of them. */
export const round = (
  { port, connections }: Pick<Way, 'port' | 'connections'>,
  file: string,
  from: number,
  seconds: number,
): Round => {
  const given = [`http://127.0.0.1:${port}`, connections, seconds, file, from].map(String)
  const { stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'load.ts'), ...given], {
    encoding: 'utf8',
  })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as Round
}
