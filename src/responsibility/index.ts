import type { FastifyInstance } from 'fastify'
import type { UpkeepStep } from '#access'
import type { PanelKind } from '#nominals'
import type { Surroundings } from '#platform'
import type { TaskKind } from '#tasks'
import { coverPanels } from './cover.panels.ts'
import { coverRoutes } from './cover.routes.ts'
import { deskApiRoutes } from './desk-api.routes.ts'
import { deskRoutes } from './desk.routes.ts'
import { deskTasks } from './desk.tasks.ts'
import { keepDesks } from './desk.upkeep.ts'
import { managerRoutes } from './manager.routes.ts'
import { managerTasks } from './manager.tasks.ts'
import { partnerPanels } from './partner.panels.ts'
import { partnerRoutes } from './partner.routes.ts'
import { partnerTasks } from './partner.tasks.ts'
import { handoverPanels } from './handover.panels.ts'
import { handoverApiRoutes, handoverRoutes } from './handover.routes.ts'
import { handoverTasks } from './handover.tasks.ts'
import { keepHandovers } from './handover.upkeep.ts'
import { trainingRoutes } from './training.routes.ts'
import { transferApiRoutes } from './transfer-api.routes.ts'
import { transferPanels } from './transfer.panels.ts'
import { transferRoutes } from './transfer.routes.ts'
import { lapseTransfers } from './transfer.upkeep.ts'
import { transferTasks } from './transfer.tasks.ts'

/** The kinds of task that this area makes. */
export const responsibilityTasks: readonly TaskKind[] = [
  ...transferTasks,
  ...managerTasks,
  ...deskTasks,
  ...partnerTasks,
  ...handoverTasks,
]

/** What this area says on the page of a person. */
export const responsibilityPanels: readonly PanelKind[] = [coverPanels, transferPanels, partnerPanels, handoverPanels]

/** What time alone makes necessary here. */
export const responsibilityUpkeep: readonly UpkeepStep[] = [lapseTransfers, keepDesks, keepHandovers]

/** Who answers for whom, for people and for programs. */
export const responsibilityRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(coverRoutes(surroundings))
    await app.register(trainingRoutes(surroundings))
    await app.register(deskRoutes(surroundings))
    await app.register(deskApiRoutes(surroundings))
    await app.register(partnerRoutes(surroundings))
    await app.register(managerRoutes(surroundings))
    await app.register(transferRoutes(surroundings))
    await app.register(transferApiRoutes(surroundings))
    await app.register(handoverRoutes(surroundings))
    await app.register(handoverApiRoutes(surroundings))
  }
