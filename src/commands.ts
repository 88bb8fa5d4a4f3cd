import type { Command } from '#platform'

/**
 * The commands of `npx concord`, in the order in which `--help` lists them. Each is loaded when it is wanted, so that a small
 * one does not wait for the server's parts.
 */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serveCommand,
  demo: async () => (await import('./migration/demonstration.command.ts')).demonstrationCommand,
  import: async () => (await import('./migration/import.command.ts')).importCommand,
  token: async () => (await import('./access/token.command.ts')).tokenCommand,
  backup: async () => (await import('./backup/backup.command.ts')).backupCommand,
  restore: async () => (await import('./backup/restore.command.ts')).restoreCommand,
  audit: async () => (await import('./audit/audit.command.ts')).auditCommand,
  schema: async () => (await import('./access/schema.command.ts')).schemaCommand,
}
