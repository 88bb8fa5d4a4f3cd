import type { FastifyInstance, FastifyReply } from 'fastify'
import { newId, type Id, type Surroundings } from '#platform'
import { answeredIn, describedIn, hiddenOn, onceIn, typedIn } from './creating-form.ts'
import { beginCreating, createNominal, lookForSomebody, type Creating } from './creating.ts'
import { mayLeaveUnallocated } from './new-nominal.ts'
import type { Once } from './new-nominal.store.ts'
import { basisView, foundView } from './new-nominal-next.views.ts'
import { creatingAddress, newNominalView } from './new-nominal.views.ts'

const unanswered = { checked: [], somebodyElse: '' }
/** Whether it was typed on a page after the first: those say whom it was held against. */
const isBeyondFirst = (typed: Readonly<Record<string, string>>): boolean =>
  typed['step'] === 'make' || typed['checked'] !== undefined

/** Longer than the three pages together with each of their letters escaped. */
const largestForm = 256 * 1024

/** The pages on which a record is made: who it is, whether it is somebody known, why the law allows it. Nothing is kept between them but what the form carries. */
export const creatingRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get(creatingAddress, async (request, reply) => {
      const actor = await beginCreating(surroundings, request.caller, creatingAddress)
      if (!actor.may) return reply.forbidden(actor)
      // The pages have one address: the one that was left is shown from what was typed on it.
      const typed = typedIn(actor.kept)
      if (!isBeyondFirst(typed))
        return reply.page(
          'nominals/new-nominal',
          newNominalView(newId<Id<'form'>>(), { given: {}, refusals: [] }),
          actor,
        )
      const asked = {
        described: describedIn(typed),
        answered: typed['step'] === 'make' ? answeredIn(typed) : unanswered,
      }
      return next(reply, await lookForSomebody(surroundings, request.caller, asked), typed, onceIn(typed))
    })

    app.post(creatingAddress, { bodyLimit: largestForm }, async (request, reply) => {
      const typed = typedIn(request.body)
      const once = onceIn(typed)
      if (typed['step'] === 'again') {
        const actor = await beginCreating(surroundings, request.caller, creatingAddress)
        if (!actor.may) return reply.forbidden(actor)
        return reply.page('nominals/new-nominal', newNominalView(once, { given: typed, refusals: [] }), actor)
      }
      const asked = { described: describedIn(typed), answered: answeredIn(typed) }
      if (typed['step'] === 'make')
        return next(reply, await createNominal(surroundings, request.caller, once, asked), typed, once, true)
      return next(reply, await lookForSomebody(surroundings, request.caller, asked), typed, once)
    })

    const next = (
      reply: FastifyReply,
      creating: Creating,
      typed: Readonly<Record<string, string>>,
      once: Once,
      isMaking = false,
    ): FastifyReply => {
      const { actor } = creating
      const now = surroundings.now()
      if (creating.came === 'forbidden') return reply.forbidden(actor)
      if (creating.came === 'made') return reply.redirect(`/nominals/${creating.nominal}`, 303)
      if (creating.came === 'unread')
        return reply
          .code(422)
          .page('nominals/new-nominal', newNominalView(once, { given: typed, refusals: creating.refusals }), actor)
      if (creating.came === 'found')
        return reply.code(creating.refusals.length > 0 ? 422 : isMaking ? 409 : 200).page(
          'nominals/new-nominal-found',
          foundView({
            ...creating,
            hidden: hiddenOn('found', typed, once),
            somebodyElse: typed['somebodyElse'] ?? '',
            since: isMaking && creating.refusals.length === 0,
            now,
          }),
          actor,
        )
      const refusals = creating.came === 'refused' ? creating.refusals : []
      return reply.code(refusals.length > 0 ? 422 : 200).page(
        'nominals/new-nominal-basis',
        basisView({
          somebody: creating.somebody,
          checked: creating.checked,
          notices: creating.notices,
          refusals,
          hidden: hiddenOn('basis', typed, once),
          given: typed,
          actor,
          choosesManager: mayLeaveUnallocated(actor.role),
          now,
        }),
        actor,
      )
    }
  }
