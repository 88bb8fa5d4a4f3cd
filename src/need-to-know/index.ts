import type { FastifyInstance } from 'fastify'
import { type LinksAtFact, filePlaces, type PanelKind } from '#nominals'
import type { Database, Surroundings } from '#platform'
import type { TaskKind } from '#tasks'
import { addressCheckRoutes } from './address-check.routes.ts'
import { addressCheckTasks } from './address-check.tasks.ts'
import { askingApiRoutes } from './asking-api.routes.ts'
import { askingRoutes } from './asking.routes.ts'
import { lapseRequests } from './asking.store.ts'
import { askingTasks } from './asking.tasks.ts'
import { compartmentApiRoutes } from './compartment-api.routes.ts'
import { compartmentPanels } from './compartment.panels.ts'
import { compartmentRoutes } from './compartment.routes.ts'
import { compartmentTasks } from './compartment.tasks.ts'
import { keepCompartments } from './compartment.upkeep.ts'
import { declarationRoutes } from './declaration.routes.ts'
import { destroyWhatIsConfirmed } from './destroying.ts'
import { emergencyApiRoutes } from './emergency-api.routes.ts'
import { emergencyPanels } from './emergency.panels.ts'
import { emergencyRoutes } from './emergency.routes.ts'
import { emergencyTasks } from './emergency.tasks.ts'
import { inspectionApiRoutes } from './inspection-api.routes.ts'
import { inspectionPanels } from './inspection.panels.ts'
import { inspectionRoutes } from './inspection.routes.ts'
import { instructionApiRoutes } from './instruction-api.routes.ts'
import { instructionPanels } from './instruction.panels.ts'
import { instructionRoutes } from './instruction.routes.ts'
import { keepInstructions } from './instruction.store.ts'
import { instructionTasks } from './instruction.tasks.ts'
import { localContactApiRoutes } from './local-contact-api.routes.ts'
import { localContactPanels } from './local-contact.panels.ts'
import { localContactRoutes } from './local-contact.routes.ts'
import { localContactTasks } from './local-contact.tasks.ts'
import { keepLocalContacts } from './local-contact.upkeep.ts'
import { noticeApiRoutes } from './notice-api.routes.ts'
import { noticePanels } from './notice.panels.ts'
import { noticeRoutes } from './notice.routes.ts'
import { noticeTasks } from './notice.tasks.ts'
import { keepNotices } from './notice.upkeep.ts'
import { reconciliationApiRoutes } from './reconciliation-api.routes.ts'
import { reconciliationPanels } from './reconciliation.panels.ts'
import { reconciliationRoutes } from './reconciliation.routes.ts'
import { findPairs } from './reconciliation.store.ts'
import { reconciliationTasks } from './reconciliation.tasks.ts'
import { sealingApiRoutes } from './sealing-api.routes.ts'
import { sealingPanels } from './sealing.panels.ts'
import { sealingRoutes } from './sealing.routes.ts'
import { sealingTasks } from './sealing.tasks.ts'
import { sealingLinks } from './sealing.views.ts'
import { keepTelling, tellOwners } from './telling.ts'
import { toldTasks } from './told.tasks.ts'
import { wallApiRoutes } from './wall-api.routes.ts'
import { wallPanels } from './wall.panels.ts'
import { wallRoutes } from './wall.routes.ts'
import { keepListsInHands } from './wall.store.ts'
import { wallTasks } from './wall.tasks.ts'
import { wallLinks } from './wall.views.ts'

/** The kinds of task that this area makes. */
export const needToKnowTasks: readonly TaskKind[] = [
  ...toldTasks,
  ...instructionTasks,
  ...emergencyTasks,
  ...askingTasks,
  ...addressCheckTasks,
  ...localContactTasks,
  ...sealingTasks,
  ...reconciliationTasks,
  ...wallTasks,
  ...noticeTasks,
  ...compartmentTasks,
]

/** What this area says on the page of a person. */
export const needToKnowPanels: readonly PanelKind[] = [
  noticePanels,
  instructionPanels,
  reconciliationPanels,
  emergencyPanels,
  localContactPanels,
  inspectionPanels,
  sealingPanels,
  wallPanels,
  compartmentPanels,
]

/** What time alone makes necessary here: each step safe to run on every server, again and again. */
export const needToKnowUpkeep: readonly ((db: Pick<Database, 'pool'>) => Promise<void>)[] = [
  lapseRequests,
  keepLocalContacts,
  keepListsInHands,
  keepNotices,
  keepCompartments,
  keepInstructions,
  findPairs,
]

/** What two people agreed to destroy is destroyed, where this server has the login that may. `destroyer`: a pool in the role concord_destroyer. */
export const destructionUpkeep = (
  surroundings: Surroundings,
  destroyer: Pick<Database, 'pool'>,
): readonly ((db: Pick<Database, 'pool'>) => Promise<void>)[] => {
  const places = filePlaces(surroundings)
  return [
    async () => {
      await destroyWhatIsConfirmed(destroyer, places, surroundings)
    },
  ]
}

/** Emergency access, and asking for more, for people and for programs. */
export const needToKnowRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(emergencyRoutes(surroundings))
    await app.register(emergencyApiRoutes(surroundings))
    await app.register(askingRoutes(surroundings))
    await app.register(askingApiRoutes(surroundings))
    await app.register(instructionRoutes(surroundings))
    await app.register(instructionApiRoutes(surroundings))
    await app.register(addressCheckRoutes(surroundings))
    await app.register(localContactRoutes(surroundings))
    await app.register(localContactApiRoutes(surroundings))
    await app.register(inspectionRoutes(surroundings))
    await app.register(inspectionApiRoutes(surroundings))
    await app.register(reconciliationRoutes(surroundings))
    await app.register(reconciliationApiRoutes(surroundings))
    await app.register(sealingRoutes(surroundings))
    await app.register(sealingApiRoutes(surroundings))
    await app.register(wallRoutes(surroundings))
    await app.register(wallApiRoutes(surroundings))
    await app.register(declarationRoutes(surroundings))
    await app.register(noticeRoutes(surroundings))
    await app.register(noticeApiRoutes(surroundings))
    await app.register(compartmentRoutes(surroundings))
    await app.register(compartmentApiRoutes(surroundings))
  }

/** What this area does with a fact, on its page. */
export const needToKnowLinks: LinksAtFact = (...asked) => [...wallLinks(...asked), ...sealingLinks(...asked)]

export { keepTelling, tellOwners }
export {
  boardView,
  chosenIn,
  line,
  linked,
  oneOfFew,
  oneOfMany,
  plain,
  sentences,
  several,
  type BoardField,
  type BoardForm,
  type BoardList,
  type BoardSearch,
  type BoardView,
  type Cell,
} from './board.views.ts'
export { choiceField, errorOf, errorsOf, givenOf, lineField, sentencesField, textIn } from './form.ts'
export { isWorkingDay, workingDaysAfter } from './working-days.ts'
