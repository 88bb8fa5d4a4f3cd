import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The folder that `npm run css` writes; each name in it carries the hash of its content. */
export const publicFolder = join(import.meta.dirname, '..', '..', 'public')

/** Web addresses of the stylesheet, the script and the icon. */
export type Assets = { readonly style: string; readonly script: string; readonly icon: string }

/** Finds the built files, read once at the start. @throws where one is missing or there are two of it. */
export const findAssets = (folder = publicFolder): Assets => {
  const names = readdirSync(folder)
  const address = (pattern: RegExp): string => {
    const found = names.filter(name => pattern.test(name))
    if (found.length !== 1)
      throw new Error(`public/ holds ${found.length} files like ${pattern.source}: run npm run css`)
    return `/public/${found[0]}`
  }
  return {
    style: address(/^concord-[0-9a-f]{10}\.css$/),
    script: address(/^concord-[0-9a-f]{10}\.js$/),
    icon: address(/^icon-[0-9a-f]{10}\.svg$/),
  }
}
