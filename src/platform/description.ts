import swagger, { type SwaggerTransformObject } from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { z } from 'zod'

const words = `The shared record for multi-agency public protection.

A program acts as an officer wearing one role, with a bearer token; it sees what that officer may see, and every look is on the
record. What may not be known of is answered like what does not exist: 404.

Whatever is refused is told in problem details (RFC 9457) of the type \`about:blank\`: the status says what, \`detail\` says it in
words for a person, \`errors\` names every field at fault, and \`reference\` is what support can find in the log. 401: the token
signs nobody in, or no longer. 403: the role worn may not do this. 422: a rule of the record refused it, with every reason. 409: the
same request is being, or was, dealt with. 412 and 428: somebody else may have changed it; read it again. 429
and 503: try again after \`Retry-After\` seconds; nothing was changed.`

// A format says the same as the pattern that Zod writes beside it, and can be read; the bounds of a safe integer are no bounds.
const zodToJsonConfig = {
  override: ({ jsonSchema }: { readonly jsonSchema: Record<string, unknown> }) => {
    if (jsonSchema['format'] !== undefined) delete jsonSchema['pattern']
    if (jsonSchema['maximum'] === Number.MAX_SAFE_INTEGER) delete jsonSchema['maximum']
    if (jsonSchema['minimum'] === Number.MIN_SAFE_INTEGER) delete jsonSchema['minimum']
  },
}
const transformSchemas = createJsonSchemaTransform({ zodToJsonConfig })
const addSchemas = createJsonSchemaTransformObject({ zodToJsonConfig })

/** Every POST is done once for each key; that holds for all of them, so no route says it for itself. */
const idempotencyKey = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  description:
    'New for each thing that is to be done. For 24 hours the same officer’s same request with it is answered as it was answered first, without being done again (Idempotency-Replayed: true); another request with it is refused (422), and one whose answer is not known is told to be done (409).',
} as const
type Transformed = ReturnType<typeof transformSchemas>
const transform = (given: Parameters<typeof transformSchemas>[0]): Transformed => {
  const transformed = transformSchemas(given)
  if (![given.route.method].flat().includes('POST')) return transformed
  const schema = transformed.schema as { headers?: { properties?: object } }
  const properties = { ...schema.headers?.properties, 'idempotency-key': idempotencyKey }
  return {
    ...transformed,
    schema: { ...schema, headers: { type: 'object', ...schema.headers, properties } },
  }
}

type Document = { components?: { schemas?: Record<string, unknown> }; paths?: unknown }

/** Each named schema is offered as what is sent and as what is answered; only those that something refers to are told. */
const withoutUnused = (given: Document): Document => {
  const { schemas = {} } = given.components ?? {}
  const used = new Set<string>()
  const look = (within: unknown): void => {
    for (const [, name] of JSON.stringify(within ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      if (!used.has(name!)) {
        used.add(name!)
        look(schemas[name!])
      }
  }
  look(given.paths)
  return {
    ...given,
    components: {
      ...given.components,
      schemas: Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name))),
    },
  }
}
const transformObject: SwaggerTransformObject = document =>
  withoutUnused(addSchemas(document)) as ReturnType<SwaggerTransformObject>

/** A good answer of the API, for the `response` of a route's schema: what the schema does not name does not leave. */
export const answering = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
})

/**
 * What the API says of itself, at `/api/v1/openapi.json` (OpenAPI 3.1), made from the schemas that its routes answer by. Pages
 * are not in it. Register it before the routes.
 */
export const describeApi = async (app: FastifyInstance, address: string): Promise<void> => {
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Concord', version: '1', description: words },
      servers: [{ url: address }],
      security: [{ token: [] }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'An API token, good for 12 hours at most.' },
        },
      },
    },
    transform: given => (given.url.startsWith('/api/') ? transform(given) : { schema: { hide: true }, url: given.url }),
    transformObject,
  })
  let text: string | undefined
  app.get(
    '/api/v1/openapi.json',
    {
      schema: {
        operationId: 'getDescription',
        summary: 'This description',
        tags: ['Description'],
        security: [],
        response: { 200: answering('An OpenAPI 3.1 document.', z.looseObject({ openapi: z.string() })) },
      },
    },
    async (_request, reply) =>
      reply.type('application/json; charset=utf-8').send((text ??= JSON.stringify(app.swagger()))),
  )
}
