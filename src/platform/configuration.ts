import { join, resolve } from 'node:path'
import { z } from 'zod'
import { Stop } from './errors.ts'

const isUrl = (protocols: readonly string[], more: (url: URL) => boolean) => (text: string) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && protocols.includes(url.protocol) && more(url)
}

const isLoopback = (host: string) => ['localhost', '127.0.0.1', '[::1]'].includes(host)

// Messages never quote the value of a setting that may hold a password.
const database = (name: string) =>
  z
    .string()
    .refine(
      isUrl(['postgres:', 'postgresql:'], url => url.pathname.length > 1),
      `${name} must look like postgres://login@host:5432/database.`,
    )
    .optional()

const origin = (name: string) =>
  z
    .string()
    .refine(
      isUrl(
        ['http:', 'https:'],
        url => url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '',
      ),
      `${name} must be the address people type, such as https://concord.example, without a path.`,
    )
    .transform(text => new URL(text).origin)
    .optional()

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const Environment = z
  .object({
    PORT: z
      .string()
      .refine(
        text => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
        'PORT must be a whole number from 0 (any free port) to 65535.',
      )
      .transform(Number)
      .default(3000),
    HOST: z.string().default('127.0.0.1'),
    CONCORD_URL: origin('CONCORD_URL'),
    CONCORD_DATA: z.string().default(join(import.meta.dirname, '..', '..', 'data')),
    CONCORD_DEMO: z.enum(['0', '1'], 'CONCORD_DEMO must be 1 (demonstration, the default) or 0.').default('1'),
    CONCORD_ADMIN: z.string().optional(),
    CONCORD_REQUESTS_PER_MINUTE: z
      .string()
      .refine(
        text => /^\d{1,9}$/.test(text) && Number(text) >= 60,
        'CONCORD_REQUESTS_PER_MINUTE must be a whole number from 60.',
      )
      .transform(Number)
      .default(1200),
    CONCORD_CHROMIUM: z.string().optional(),
    DATABASE_URL: database('DATABASE_URL'),
    DATABASE_APP_URL: database('DATABASE_APP_URL'),
    DATABASE_IMPORTER_URL: database('DATABASE_IMPORTER_URL'),
    DATABASE_DESTROYER_URL: database('DATABASE_DESTROYER_URL'),
    DATABASE_JOBS_URL: database('DATABASE_JOBS_URL'),
    OIDC_ISSUER: z
      .string()
      .refine(
        isUrl(['http:', 'https:'], url => url.protocol === 'https:' || isLoopback(url.hostname)),
        'OIDC_ISSUER must be an https address.',
      )
      .optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    SMTP_URL: z
      .string()
      .refine(
        isUrl(['smtp:', 'smtps:'], () => true),
        'SMTP_URL must look like smtps://login@host:465.',
      )
      .optional(),
    S3_ENDPOINT: z
      .string()
      .refine(
        isUrl(
          ['http:', 'https:'],
          url =>
            (url.protocol === 'https:' || isLoopback(url.hostname)) &&
            url.pathname === '/' &&
            url.search === '' &&
            url.username === '',
        ),
        'S3_ENDPOINT must be an https address without a path.',
      )
      .transform(text => new URL(text).origin)
      .optional(),
    S3_BUCKET: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'S3_BUCKET must be the name of a bucket.')
      .optional(),
    S3_ACCESS_KEY: z.string().optional(),
    S3_SECRET_KEY: z.string().optional(),
    S3_REGION: z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/, 'S3_REGION must be the name of a region, such as eu-west-2.')
      .default('eu-west-2'),
    CONCORD_CHECKPOINT_FILE: z.string().optional(),
    CONCORD_CHECKPOINT_URL: z
      .string()
      .refine(
        isUrl(['http:', 'https:'], url => url.protocol === 'https:' || isLoopback(url.hostname)),
        'CONCORD_CHECKPOINT_URL must be an https address.',
      )
      .optional(),
    LOG_LEVEL: z.enum(levels, `LOG_LEVEL must be one of ${levels.join(', ')}.`).optional(),
  })
  .refine(
    ({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }) =>
      new Set([OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET].map(value => value === undefined)).size === 1,
    'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together: set all three or none.',
  )
  .refine(
    ({ S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY, S3_SECRET_KEY }) =>
      new Set([S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY, S3_SECRET_KEY].map(value => value === undefined)).size === 1,
    'S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY and S3_SECRET_KEY belong together: set all four or none.',
  )
  .refine(
    ({ DATABASE_URL, DATABASE_APP_URL, DATABASE_IMPORTER_URL, DATABASE_DESTROYER_URL, DATABASE_JOBS_URL }) =>
      (DATABASE_URL ?? DATABASE_APP_URL) !== undefined ||
      (DATABASE_IMPORTER_URL ?? DATABASE_DESTROYER_URL ?? DATABASE_JOBS_URL) === undefined,
    'DATABASE_IMPORTER_URL, DATABASE_DESTROYER_URL and DATABASE_JOBS_URL need DATABASE_URL or DATABASE_APP_URL beside them.',
  )

/** The settings of one process, read once at its start. `undefined`: not set. */
export type Configuration = {
  readonly port: number // 0: any free port
  readonly host: string
  readonly url: string | undefined // the origin people type, without a trailing slash; when not set, http://localhost with the port
  readonly dataFolder: string // absolute
  readonly demonstration: boolean
  readonly administrator: string | undefined // the sign-in provider's subject of the first administrator
  readonly requestsPerMinute: number // the share of one session, or of one address without a session
  readonly chromium: string | undefined // path of the browser that journeys use
  readonly database: {
    readonly owner: string | undefined
    readonly app: string | undefined
    readonly importer: string | undefined
    readonly destroyer: string | undefined
    readonly jobs: string | undefined
  }
  readonly signIn: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string } | undefined
  readonly smtp: string | undefined
  /** A bucket for files, which then go there and not into the database; `endpoint`: its origin, without a trailing slash. */
  readonly s3:
    | {
        readonly endpoint: string
        readonly bucket: string
        readonly accessKey: string
        readonly secretKey: string
        readonly region: string
      }
    | undefined
  /** Where the signed checkpoints of the log are sent besides: a file that they are added to, and a webhook. */
  readonly checkpoints: { readonly file: string | undefined; readonly url: string | undefined }
  readonly logLevel: (typeof levels)[number]
}

/**
 * Reads the environment; a variable that is set to nothing counts as not set.
 * @throws Stop with a sentence for each fault, all of them at once.
 */
export const readConfiguration = (environment: Readonly<Record<string, string | undefined>>): Configuration => {
  const read = Environment.safeParse(
    Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')),
  )
  if (!read.success) throw new Stop(read.error.issues.map(({ message }) => message).join('\n'))
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, ...found } = read.data
  const demonstration = found.CONCORD_DEMO === '1'
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey } = found
  return {
    port: found.PORT,
    host: found.HOST,
    url: found.CONCORD_URL,
    dataFolder: resolve(found.CONCORD_DATA),
    demonstration,
    administrator: found.CONCORD_ADMIN,
    requestsPerMinute: found.CONCORD_REQUESTS_PER_MINUTE,
    chromium: found.CONCORD_CHROMIUM,
    database: {
      owner: found.DATABASE_URL,
      app: found.DATABASE_APP_URL,
      importer: found.DATABASE_IMPORTER_URL,
      destroyer: found.DATABASE_DESTROYER_URL,
      jobs: found.DATABASE_JOBS_URL,
    },
    signIn: issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : undefined,
    smtp: found.SMTP_URL,
    s3:
      endpoint && bucket && accessKey && secretKey
        ? { endpoint, bucket, accessKey, secretKey, region: found.S3_REGION }
        : undefined,
    checkpoints: { file: found.CONCORD_CHECKPOINT_FILE, url: found.CONCORD_CHECKPOINT_URL },
    // In a demonstration the address and the sign-ins are what the terminal is for.
    logLevel: found.LOG_LEVEL ?? (demonstration ? 'warn' : 'info'),
  }
}
