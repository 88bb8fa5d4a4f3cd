import { join } from 'node:path'
import nunjucks from 'nunjucks'
import { findAssets, type Assets } from './assets.ts'
import type { Frame } from './frame.ts'
import { strict } from './strict.ts'

const sources = join(import.meta.dirname, '..')
const modules = join(sources, '..', 'node_modules')

/** Turns a template's name ("nominals/record"), its view and the frame into HTML. */
export type Render = (template: string, view: object, frame: Frame) => string

/**
 * Opens the templates: `src/<area>/<name>.njk`, and the official macros as `govuk/…` and `moj/…`. Everything printed is
 * escaped, and printing what is not there is an error, not a blank.
 *
 * `strictly`: also refuse a name that the view does not have, even in a condition. It costs a wrapper for each object
 * reached, so production does without; there the tests have been.
 */
export const openTemplates = ({
  strictly,
  assets = findAssets(),
}: {
  readonly strictly: boolean
  readonly assets?: Assets
}): Render => {
  const environment = new nunjucks.Environment(
    new nunjucks.FileSystemLoader([
      sources,
      join(modules, 'govuk-frontend', 'dist'),
      join(modules, '@ministryofjustice', 'frontend'),
    ]),
    { autoescape: true, throwOnUndefined: true, trimBlocks: true, lstripBlocks: true },
  )
  environment.addGlobal('assets', assets)
  return (template, view, frame) =>
    environment.render(
      `${template}.njk`,
      strictly ? { view: strict(template, view), frame: strict(template, frame, 'frame') } : { view, frame },
    )
}
