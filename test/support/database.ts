import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { standTemplateUp, templateVariable, type TemplateUrls } from './template.ts'

/** A database of one's own, empty but for the schema. Its name is its own too, so files may run side by side. */
export type TestDatabase = {
  /** Owns it: for arranging and for looking behind row security. */
  readonly ownerUrl: string
  /** Logs in as, or becomes, concord_app. */
  readonly appUrl: string
  /** Logs in as, or becomes, concord_importer. */
  readonly importerUrl: string
  /** Logs in as, or becomes, concord_destroyer. */
  readonly destroyerUrl: string
  /** Logs in as, or becomes, concord_jobs. */
  readonly jobsUrl: string
}

const onDatabase = (url: string, name: string): string => {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

const template = async (): Promise<TemplateUrls> => {
  // A file that is run by itself, without the global setup, stands a server up for itself.
  const known = process.env[templateVariable]
  return known ? (JSON.parse(known) as TemplateUrls) : (await standTemplateUp()).urls
}

/**
 * Clones the template (about 0.1 s) and returns the clone's URLs. One a test file is the rule; a test that must not see what
 * others wrote takes another. Nothing needs dropping: the whole server, or every clone on a given one, goes after the run.
 */
export const freshDatabase = async (): Promise<TestDatabase> => {
  const { owner, app, importer, destroyer, jobs } = await template()
  const original = new URL(owner).pathname.slice(1)
  const name = `${original}_${randomBytes(4).toString('hex')}`
  const client = new Client({ connectionString: onDatabase(owner, 'postgres') })
  await client.connect()
  try {
    await client.query(`create database ${name} template ${original}`)
    // What is granted on a database is not cloned with it.
    await client.query(`grant create, connect, temporary on database ${name} to concord_owner`)
  } finally {
    await client.end()
  }
  return {
    ownerUrl: onDatabase(owner, name),
    appUrl: onDatabase(app, name),
    importerUrl: onDatabase(importer, name),
    destroyerUrl: onDatabase(destroyer, name),
    jobsUrl: onDatabase(jobs, name),
  }
}

/** A database with nothing in it, not even the schema. `owner`: a role that is to own it, and whose login the address then is. */
export const emptyDatabase = async (owner?: { readonly name: string; readonly password: string }): Promise<string> => {
  const { owner: superuser } = await template()
  const original = new URL(superuser)
  const name = `${original.pathname.slice(1)}_${randomBytes(4).toString('hex')}`
  const client = new Client({ connectionString: onDatabase(superuser, 'postgres') })
  await client.connect()
  try {
    await client.query(`create database ${name} template template0${owner ? ` owner ${owner.name}` : ''}`)
  } finally {
    await client.end()
  }
  const url = new URL(onDatabase(superuser, name))
  if (owner) [url.username, url.password] = [owner.name, owner.password]
  return url.href
}

/** Another database with every row of this one, to which nobody may be connected meanwhile. */
export const cloneOf = async ({
  ownerUrl,
  appUrl,
  importerUrl,
  destroyerUrl,
  jobsUrl,
}: TestDatabase): Promise<TestDatabase> => {
  const original = new URL(ownerUrl).pathname.slice(1)
  const name = `${original}_${randomBytes(2).toString('hex')}`
  const client = new Client({ connectionString: onDatabase(ownerUrl, 'postgres') })
  await client.connect()
  try {
    await client.query(`create database ${name} template ${original}`)
    await client.query(`grant create, connect, temporary on database ${name} to concord_owner`)
  } finally {
    await client.end()
  }
  return {
    ownerUrl: onDatabase(ownerUrl, name),
    appUrl: onDatabase(appUrl, name),
    importerUrl: onDatabase(importerUrl, name),
    destroyerUrl: onDatabase(destroyerUrl, name),
    jobsUrl: onDatabase(jobsUrl, name),
  }
}
