import type { FastifyInstance } from 'fastify'
import { parseId, type NominalId, type Surroundings } from '#platform'
import { arrangementChoices, levelChoices, noArrangement } from './arrangement.ts'
import { arrange } from './arranging.ts'
import { standingArrangement, type StandingArrangement } from './arrangement.store.ts'
import { askedForNothing } from './asked-for-nothing.ts'
import { statementFormView } from './fact-form.views.ts'
import type { FactKind } from './fact-kind.ts'
import { lookInto } from './fact-look.ts'
import { mayWrite } from './fact-rights.ts'
import type { Given } from './fact-reading.ts'

/** What the form asks. It is no fact of a table of its own: an arrangement opens the record, and so it is closed and begun in one step. */
const asked = ({ isCounterTerrorism }: StandingArrangement): FactKind => ({
  kind: 'arrangement',
  table: 'arrangement',
  section: 'hands',
  place: 'management',
  one: 'MAPPA arrangement',
  many: 'MAPPA arrangements',
  help: 'Under which arrangement the case is managed, and at which level, as the lead agency states it. The co-ordinators of the arrangement read the record in full from that moment; those of the one before no longer.',
  dated: false,
  fields: [
    {
      name: 'area',
      column: 'area',
      label: 'Arrangement',
      as: 'choice',
      required: '',
      choices: arrangementChoices(isCounterTerrorism),
    },
    { name: 'level', column: 'level', label: 'Level', as: 'choice', choices: levelChoices },
  ],
  shows: () => ({ label: '', value: '' }),
})

/** The arrangement of a case: the form that states it. */
export const arrangementRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { db } = surroundings
    const at = '/nominals/:nominal/arrangement'
    type Asked = { Params: { nominal: string } }
    const form = (
      nominal: NominalId,
      name: string,
      standing: StandingArrangement,
      given: Given,
      refusals: Parameters<typeof statementFormView>[0]['refusals'],
    ) =>
      statementFormView(
        {
          kind: asked(standing),
          name,
          back: `/nominals/${nominal}#access`,
          action: `/nominals/${nominal}/arrangement`,
          given,
          refusals,
        },
        'State the MAPPA arrangement',
        'State it',
      )

    app.get<Asked>(at, async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const opened = await lookInto(
        db,
        request.caller,
        nominal,
        { action: 'nominal.viewed', fieldGroups: ['hands'] },
        tx => standingArrangement(tx, nominal),
        ({ role }) => mayWrite(role),
      )
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { area, level } = opened.result
      const given = { area: area ?? noArrangement, level: level === null ? '' : String(level) }
      return reply.page('nominals/fact-form', form(nominal, opened.name, opened.result, given, []), opened.actor)
    })

    app.post<Asked & { Body: unknown }>(at, async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const given = (request.body ?? {}) as Given
      const opened = await arrange(surroundings, request.caller, nominal, given)
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { standing, refusals } = opened.result
      if (refusals.length === 0) return reply.redirect(`/nominals/${nominal}#access`, 303)
      return reply
        .code(422)
        .page('nominals/fact-form', form(nominal, opened.name, standing, given, refusals), opened.actor)
    })
  }
