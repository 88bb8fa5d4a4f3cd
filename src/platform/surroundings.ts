import type { Logger } from 'pino'
import type { Configuration } from './configuration.ts'
import type { Database } from './database.ts'

/** What the areas are given by `app.ts`: nothing in them reads the environment or the clock. */
export type Surroundings = {
  readonly configuration: Configuration
  readonly address: string // the origin people type, without a trailing slash
  readonly db: Database // a pool in the role concord_app
  readonly log: Logger
  readonly now: () => Temporal.Instant
}
