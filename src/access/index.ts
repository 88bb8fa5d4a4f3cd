import type { FastifyInstance } from 'fastify'
import type { Surroundings } from '#platform'
import { demonstrationProviderRoutes } from './demonstration-provider.routes.ts'
import { draftRoutes } from './draft.routes.ts'
import { homeRoutes, type WorkOf } from './home.routes.ts'
import { meRoutes } from './me.routes.ts'
import { chooseProvider } from './provider.ts'
import { roleRoutes } from './role.routes.ts'
import { sessionRoutes } from './session.routes.ts'
import { signInRoutes } from './sign-in.routes.ts'

export { demonstrationOfficers, demonstrationSignIns, type DemonstrationOfficer } from './demonstration-officers.ts'
export { wayToSignIn } from './sign-in.door.ts'
export { againAddress } from './sign-in.ts'
export { isProved } from './sign-in.store.ts'
export { cleanForms } from './draft-cleaning.ts'
export { keepForms } from './draft-forms.ts'
export { wayBackToForm } from './draft-keeping.ts'
export type { DraftFields } from './draft.ts'
export { draftsAt } from './draft.store.ts'
export { caseloadHolders, hasCaseload, linksOf } from './home.views.ts'
export type { CaseloadRow, HomeChanged, HomeDueRow, HomeWork } from './home.views.ts'
export type { WorkOf } from './home.routes.ts'
export { opensNominals, roleInWords } from './roles.ts'

/** For anybody: the way in and out, and in a demonstration the embedded provider. */
export const doorRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { signIn, demonstration } = chooseProvider(app, surroundings)
    // Whoever looks at the first page is about to sign in, and the embedded provider takes a moment to stand up.
    await app.register(signInRoutes(surroundings, signIn, () => void demonstration?.().catch(() => undefined)))
    if (demonstration) await app.register(demonstrationProviderRoutes(surroundings, demonstration))
  }

/** For whoever is signed in: their sessions, their roles, the first page, and who a program is. */
export const accessRoutes =
  (surroundings: Surroundings, { workOf }: { readonly workOf?: WorkOf } = {}) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(sessionRoutes(surroundings))
    await app.register(draftRoutes(surroundings))
    await app.register(roleRoutes(surroundings))
    await app.register(homeRoutes(surroundings, workOf))
    await app.register(meRoutes(surroundings))
  }

export { importer } from './importer.ts'
export { loadReference } from './reference.store.ts'
export { loadDemonstrationOfficers } from './demonstration-officers.store.ts'
export { beginApiSession } from './token.command.ts'
export { openPrepared, prepare } from './preparation.ts'
export { keepUp, upkeep, type UpkeepStep } from './upkeep.ts'
