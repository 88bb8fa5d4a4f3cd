import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { parseId, unseenIn, type Caller, type NominalId, type Refusal, type Surroundings } from '#platform'
import { askedForNothing } from './asked-for-nothing.ts'
import { attachWithin } from './attaching.ts'
import { entryWithFileAt, entryWithFileView } from './entry-with-file.views.ts'
import type { FactKind, Given } from './fact-kind.ts'
import { factKindCalled } from './fact-kinds.ts'
import { lookInto } from './fact-look.ts'
import { readFact } from './fact-reading.ts'
import { mayWrite } from './fact-rights.ts'
import { addFact } from './fact.store.ts'
import { takeFile } from './file-adding.ts'
import type { FilePlaces } from './file-places.ts'
import type { FileTyped } from './file.ts'
import { nothingTyped } from './file.views.ts'

type Asked = { Params: { nominal: string } }
const longestSource = 200

/** An entry and the file that belongs to it, in one form and one transaction: without script, and nothing is kept of the one where the other is refused. */
export const entryWithFileRoutes =
  (surroundings: Surroundings, places: FilePlaces) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(multipart, { throwFileSizeLimit: false })
    const entry: FactKind = factKindCalled('entry')!

    const show = async (
      reply: FastifyReply,
      caller: Caller,
      nominal: NominalId,
      more: { readonly given?: Given; readonly file?: FileTyped; readonly refusals?: readonly Refusal[] } = {},
    ): Promise<FastifyReply> => {
      const opened = await lookInto(
        surroundings.db,
        caller,
        nominal,
        { action: 'nominal.viewed', fieldGroups: ['name'] },
        async () => true,
        ({ role }) => mayWrite(role),
      )
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { given = entry.starts?.({}) ?? {}, file = nothingTyped, refusals = [] } = more
      const view = entryWithFileView({ nominal, name: opened.name, entry, given, file, refusals })
      return reply.page('nominals/entry-with-file', view, opened.actor)
    }

    app.get<Asked>(entryWithFileAt, async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      return nominal === undefined
        ? reply.absent(await askedForNothing(surroundings, request.caller))
        : show(reply, request.caller, nominal)
    })

    app.post<Asked>(entryWithFileAt, async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      const read = (given: Given) => readFact(entry, given, surroundings.now())
      const taken = await takeFile(
        surroundings,
        places,
        request,
        nominal,
        async (tx, actor, file, given) => {
          const decision = read(given)
          if (!decision.agreed) return decision.refusals
          const source = typeof given['source'] === 'string' ? given['source'].trim().slice(0, longestSource) : ''
          const fact = await addFact(tx, actor, entry, nominal!, decision.outcome, {
            supersedes: null,
            source,
            why: '',
          })
          const made = await attachWithin(tx, actor, nominal!, fact, file)
          if (made === undefined) throw new Error('An entry that was just written is not there')
          return typeof made === 'string' ? { records: [fact], fieldGroups: ['entries'] } : made
        },
        {
          kindIn: 'fileKind',
          whyNot: given => {
            const decision = read(given)
            return [...unseenIn(given), ...(decision.agreed ? [] : decision.refusals)]
          },
        },
      )
      if (taken.outcome === 'absent') return reply.absent(taken.actor)
      if (taken.outcome === 'forbidden') return reply.forbidden(taken.actor)
      if (taken.outcome === 'added') return reply.redirect(`/nominals/${nominal}#chronology`, 303)
      return show(reply.code(422), request.caller, nominal!, {
        given: taken.given,
        file: taken.typed,
        refusals: taken.refusals,
      })
    })
  }
