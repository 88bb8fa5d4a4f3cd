import { pino, type DestinationStream, type Logger } from 'pino'
import type { Configuration } from './configuration.ts'
import { codeOf, Stop } from './errors.ts'

/**
 * What the log may hold of an error: its kind, its code and where it happened. Not its message, because messages of the
 * database and of parsers quote the values they fell over, and those are about people.
 */
const withoutContent = (error: unknown): object =>
  error instanceof Error
    ? {
        type: error.name,
        code: codeOf(error),
        constraint: 'constraint' in error ? error.constraint : undefined,
        message: error instanceof Stop ? error.message : undefined,
        at: error.stack
          ?.split('\n')
          .filter(line => line.startsWith('    at '))
          .join('\n'),
      }
    : { type: typeof error }

/**
 * The operational log, JSON lines on standard error, so that standard output stays the answer to a command. It is for
 * operators and never says anything about a person: requests are logged by route pattern, never by path or query. (Who saw
 * what stands in the audit log, which is another thing.)
 */
export const openLog = (
  { logLevel }: Pick<Configuration, 'logLevel'>,
  destination: DestinationStream = pino.destination(2),
): Logger =>
  pino(
    {
      level: logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: {
        err: withoutContent,
        error: withoutContent,
        req: ({ method, routeOptions }: { method?: string; routeOptions?: { url?: string } }) => ({
          method,
          route: routeOptions?.url,
        }),
        res: ({ statusCode }: { statusCode?: number }) => ({ statusCode }),
      },
    },
    destination,
  )
