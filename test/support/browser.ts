import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Stop } from '../../src/platform/errors.ts'

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
  'msedge',
]
const onMac = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
  name => `/Applications/${name}.app/Contents/MacOS/${name}`,
)

/** Ubuntu has a `chromium-browser` that only says where to get one, so a browser has to tell its version. */
const tellsVersion = (path: string): boolean => {
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 })
  return status === 0 && /(Chrom|Edge).* \d+\./.test(stdout)
}

const installed = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap(folder => names.map(name => join(folder, name)))
    .concat(onMac)
    .find(path => existsSync(path) && tellsVersion(path))

const isDebianRoot = (): boolean =>
  process.getuid?.() === 0 &&
  existsSync('/etc/os-release') &&
  /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))

const installOnDebian = (): void => {
  console.log('No Chromium, Chrome or Edge was found: installing chromium with apt-get.')
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const step of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ])
    spawnSync('apt-get', step, { stdio: ['ignore', 'ignore', 'inherit'], env: environment })
}

/**
 * The browser for the journeys: the one that CONCORD_CHROMIUM names, or else the first Chromium, Chrome or Edge on this
 * machine; root on Debian installs one. Journeys are never skipped for want of it.
 * @throws Stop with what to do
 */
export const findBrowser = (named: string | undefined): string => {
  if (named !== undefined) {
    if (tellsVersion(named)) return named
    throw new Stop(`CONCORD_CHROMIUM=${named} is not a browser that starts.`)
  }
  const found = installed()
  if (found) return found
  if (isDebianRoot()) installOnDebian()
  const then = installed()
  if (then) return then
  throw new Stop(
    'The journeys need Chromium, Chrome or Edge, and none was found: run `sudo apt-get install chromium`, or set CONCORD_CHROMIUM to the path of one.',
  )
}
