import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import {
  createJsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'

const transform = createJsonSchemaTransform({})

/**
 * What the API says of itself, at `/api/v1/openapi.json` (OpenAPI 3.1), made from the schemas that its routes answer by: what
 * a response schema does not name does not leave. Pages are not in it. Register it before the routes.
 */
export const describeApi = async (app: FastifyInstance, address: string): Promise<void> => {
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Concord',
        version: 'v1',
        description:
          'The shared record for multi-agency public protection. A program acts as an officer wearing one role, sees what that officer may see, and every look is on the record. What may not be known of is answered like what does not exist. Whatever is refused is told in problem details (RFC 9457) of the type `about:blank`: the status says what, `detail` says it in words, `errors` names the fields at fault, and `reference` is what support can find in the log.',
      },
      servers: [{ url: address }],
      security: [{ token: [] }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'An API token, good for 12 hours at most.' },
        },
      },
    },
    transform: given => (given.url.startsWith('/api/') ? transform(given) : { schema: { hide: true }, url: given.url }),
    transformObject: jsonSchemaTransformObject,
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
        // The one answer without a schema: it is a document of its own kind.
      },
    },
    async (_request, reply) =>
      reply.type('application/json; charset=utf-8').send((text ??= JSON.stringify(app.swagger()))),
  )
}
