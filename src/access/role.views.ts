import { frameAddresses, type PageView, type Role } from '#platform'
import { roleInWords, whatRoleMay } from './roles.ts'

/** A role that one holds now and may wear. */
export type RoleHeld = { readonly id: string; readonly role: Role; readonly unit: string; readonly worn: boolean }

/** Which of several roles to wear; one button each, which posts `role`. */
export type RoleView = PageView & {
  readonly action: string
  readonly roles: readonly {
    readonly id: string
    readonly name: string
    readonly unit: string
    readonly may: string
    readonly worn: boolean
  }[]
}

declare module 'fastify' {
  interface PageViews {
    'access/role': RoleView
  }
}

/** Roles in the order given; the one worn now, if any, says so. */
export const roleView = (roles: readonly RoleHeld[]): RoleView => ({
  title: 'Which role are you wearing?',
  aboutPeople: false,
  action: frameAddresses.role,
  roles: roles.map(({ id, role, unit, worn }) => ({
    id,
    name: roleInWords(role),
    unit,
    may: whatRoleMay(role),
    worn,
  })),
})
