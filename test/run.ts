// What `npm test` runs: every test there is, browser journeys included. `npm test -- FILE…` (or globs) runs some of them.
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Stop } from '../src/platform/errors.ts'
import { findBrowser } from './support/browser.ts'

const everything = ['test/**/*.test.ts', 'src/**/*.test.ts', 'bench/**/*.test.ts']
const setup = join(import.meta.dirname, 'support', 'global-setup.ts')
const compileCache = join(import.meta.dirname, '..', 'node_modules', '.cache', 'compiled')
const limitMs = 300_000 // for one file: a test that waits for ever is a failure, not a run that never ends

process.chdir(join(import.meta.dirname, '..'))
const named = process.argv.slice(2)
const files = globSync(named.length > 0 ? named : everything).toSorted()

const run = async (): Promise<number> => {
  if (files.length === 0) throw new Stop(`There are no tests in ${named.join(' ')}.`)
  const browser = files.some(file => file.startsWith(join('test', 'journeys')))
    ? findBrowser(process.env['CONCORD_CHROMIUM'] || undefined)
    : undefined
  const options = [
    '--test',
    `--test-global-setup=${setup}`,
    `--test-concurrency=${availableParallelism()}`,
    `--test-timeout=${limitMs}`,
    '--test-reporter=spec',
  ]
  const child = spawn(process.execPath, [...options, ...files], {
    stdio: 'inherit',
    // Every file is a process of its own: what one has compiled the others need not.
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env, ...(browser && { CONCORD_CHROMIUM: browser }) },
  })
  // A terminal sends Ctrl-C to the runner too: it takes its server down, and we end as it ends.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', code => resolve(code ?? 1)))
}

try {
  process.exitCode = await run()
} catch (error) {
  if (!(error instanceof Stop)) throw error
  console.error(error.message)
  process.exitCode = 1
}
