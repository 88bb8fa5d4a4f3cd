// What `npm run check` runs: everything that can be told without running the program. Tells each step and its time, goes on
// after a failure, and says at the end which steps failed.
import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const bin = join(root, 'node_modules', '.bin')

const steps: readonly (readonly [name: string, program: string, ...parameters: string[]])[] = [
  ['types', join(bin, 'tsc'), '-p', '.', '--noEmit'],
  ['types of the scripts for browsers', join(bin, 'tsc'), '-p', 'assets/scripts', '--noEmit'],
  ['lint', join(bin, 'oxlint'), '--type-aware'],
  ['format (npm run format puts it right)', join(bin, 'oxfmt'), '--check', '.'],
  ['generated database types (npm run types)', process.execPath, 'schema/types.ts', '--check'],
  ['built CSS (npm run css)', process.execPath, 'assets/build.ts', '--check'],
]

const env = { ...process.env, PATH: [bin, process.env['PATH']].join(delimiter) }

const fails = ([name, program, ...parameters]: (typeof steps)[number]): boolean => {
  const startedAt = performance.now()
  const { status, stdout, stderr, error } = spawnSync(program, parameters, {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  })
  console.log(`${status === 0 ? '✔' : '✘'} ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`)
  if (status !== 0) console.log(error?.message ?? stdout + stderr)
  return status !== 0
}

const failed = steps.filter(fails).map(([name]) => name)
console.log(failed.length === 0 ? 'All checks pass.' : `Failed: ${failed.join(', ')}.`)
process.exitCode = failed.length === 0 ? 0 : 1
