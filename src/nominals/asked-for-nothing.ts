import { act, type Actor, type Caller, type Surroundings } from '#platform'

/** What is no id is answered, and written down, like what does not exist; whoever asks is somebody first. Throws `NotSignedIn`. */
export const askedForNothing = ({ db }: Surroundings, caller: Caller): Promise<Actor> =>
  act(db, caller, async (_tx, actor) => ({ result: actor, audit: { action: 'nominal.absent', outcome: 'absent' } }))
