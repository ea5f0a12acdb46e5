export type { AudioAtRevision, AudioContent } from './audio-at-revision.ts'
export { type OpenedRevision, type OpenOptions, openRevision, type Revision, WORKING_TREE } from './revision.ts'
