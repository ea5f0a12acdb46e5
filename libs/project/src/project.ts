import type { Diagnostic } from './diagnostic.ts'
import type { Description } from './form.ts'
import { inOrder, type Located, withPlaces } from './located.ts'
import type { Named } from './named.ts'
import { type PresetFile, Presets, type ReadText } from './preset.ts'
import { quoted } from './printable.ts'
import {
  headFields,
  meterFields,
  type projectFields,
  rateFields,
  sectionFields,
  signalFields,
  tempoFields,
} from './project-fields.ts'
import { type AudioMention, type Found, Reader, type Song } from './reader.ts'
import { readFields, refuseUnknownKeys } from './record.ts'
import { checkRoutes, type Role } from './routes.ts'
import { type Section, Timeline } from './timeline.ts'
import { type Entry, entryOf, type MapNode, type Node } from './tree.ts'
import { variantsOf, without } from './variant.ts'
import { languageFields } from './variant-fields.ts'
import { parseYaml } from './yaml-text.ts'

/** A checked mix: all that its file says, in dB, ms, Hz, seconds and names. Plain data but for `place`. */
export interface Project extends Description<typeof projectFields>, Located {}

/** Another version of the mix: a whole description of its own, made of the file and what the variant says over it. */
export type Variant = Named<{ readonly project: Project }>

export interface ParseOptions {
  /** Names of the built-in delivery targets. Without them targets are not checked. */
  readonly targets?: readonly string[]
  /** Reads the presets that strips use. Without it none can be read. */
  readonly readText?: ReadText
  /** Reads bars, note lengths and names of sections by this clock instead of the file's own. */
  readonly clock?: Clock
}

/** What times of a song are counted by. */
export interface Clock extends Pick<Project, 'sampleRateHz' | 'tempoBpm' | 'timeSignature'> {
  /** Where sections begin, by the names that the file has for them; others begin where it says. */
  readonly sectionsS?: ReadonlyMap<string, number>
}

export interface ParsedProject {
  /** Present if and only if there is no error. */
  readonly project?: Project
  /** In the order of the file; none when there is an error. */
  readonly variants: readonly Variant[]
  /** All problems, by file and in the order of its text. */
  readonly diagnostics: Diagnostic[]
  /** Every audio file that is named, also when the file has errors. */
  readonly audioFiles: AudioMention[]
  /** Every preset that was read, directly or through another one, in the order of their paths. */
  readonly presets: PresetFile[]
}

/** Reads and checks the text of a mix file. `file` is its name in diagnostics. Never throws, whatever the text. */
export function parseProject(text: string, file: string, options: ParseOptions = {}): ParsedProject {
  const yaml = parseYaml(text, file)
  const found: Found = { diagnostics: [...yaml.diagnostics], audioFiles: [], references: [] }
  const presets = new Presets(file, options.readText ?? nothingToRead, found)
  const project = yaml.root && readProject(without(yaml.root, ['variants']), presets, options, found)
  const variants = yaml.root ? readVariants(yaml.root, presets, options, found) : []
  const diagnostics = inOrder(found.diagnostics)
  const isGood = !diagnostics.some(({ severity }) => severity === 'error')
  const rest = { diagnostics, audioFiles: found.audioFiles, presets: presets.files }
  return isGood && project ? { project, variants, ...rest } : { variants: [], ...rest }
}

/** What a file says, presets laid in; undefined after reporting what is wrong. */
function readProject(file: MapNode, presets: Presets, options: ParseOptions, found: Found): Project | undefined {
  const own: Found = { ...found, references: [] }
  const first = firstReader(own)
  presets.begin()
  const root = withPresets(file, presets, first)
  const description = describe(root, options, first, own)
  return description && withPlaces(description, root)
}

function firstReader(found: Found): Reader {
  return new Reader({ timeline: new Timeline({}), sampleRateHz: ASSUMED.sampleRateHz }, found)
}

function readVariants(file: MapNode, presets: Presets, options: ParseOptions, found: Found): Variant[] {
  return variantsOf(file, firstReader(found)).flatMap(({ name, root }) => {
    const project = readProject(root, presets, options, found)
    return project ? [{ name, project }] : []
  })
}

/** The tree of a mix file with its presets in place; undefined for a text that is no map of YAML. */
export function expandedRoot(text: string, file: string, readText: ReadText = nothingToRead): MapNode | undefined {
  const { root, diagnostics } = parseYaml(text, file)
  if (!root || diagnostics.some(({ severity }) => severity === 'error')) return undefined
  const found: Found = { diagnostics: [], audioFiles: [], references: [] }
  const reader = new Reader({ timeline: new Timeline({}), sampleRateHz: ASSUMED.sampleRateHz }, found)
  return withPresets(root, new Presets(file, readText, found), reader)
}

const nothingToRead: ReadText = () => ({ problem: 'cannot be read here' })

/** In place of a tempo, rate or section that was reported, so that one mistake is not reported twice. */
const ASSUMED = { tempoBpm: 120, sampleRateHz: 384_000 }

function describe(
  root: MapNode,
  { targets, clock: other }: ParseOptions,
  first: Reader,
  found: Found,
): Description<typeof projectFields> | undefined {
  const { entries } = root
  const read = <F extends Parameters<typeof readFields>[2]>(fields: F, reader: Reader) =>
    readFields(entries, root, fields, reader)
  refuseUnknownKeys(entries, Object.keys(languageFields), first)
  const head = read(headFields, first)
  const rate = read(rateFields, first)
  const meter = read(meterFields, first)
  const sampleRateHz = (other ?? rate)?.sampleRateHz ?? ASSUMED.sampleRateHz
  const tempo = read(tempoFields, new Reader({ timeline: new Timeline(meter ?? {}), sampleRateHz }, found))
  const clock = other ?? { ...(tempo ?? { tempoBpm: ASSUMED.tempoBpm }), ...meter }
  const sections = read(sectionFields, new Reader({ timeline: new Timeline(clock), sampleRateHz }, found))
  const named = (sections?.sections ?? assumedSections(root)).map(({ name, atS }) => {
    return { name, atS: other?.sectionsS?.get(name) ?? atS }
  })
  const timeline = new Timeline({ ...clock, sections: named })
  const deliver = entryOf(root, 'deliver')?.value
  const deliveries = deliver?.type === 'map' ? deliver.entries.map(({ key }) => key.text) : []
  const song: Song = { timeline, sampleRateHz, deliveries, ...(targets ? { targets } : {}) }
  const reader = new Reader(song, found)
  const signal = read(signalFields, reader)
  checkRoutes(stripsOf(root, reader), found.references)
  const isWhole = head && rate && tempo && meter && sections && signal
  return isWhole && { ...head, ...rate, ...tempo, ...meter, ...sections, ...signal }
}

/** The written names of sections, at made-up times. */
function assumedSections(root: MapNode): Section[] {
  const sections = entryOf(root, 'sections')?.value
  if (sections?.type !== 'map') return []
  return sections.entries.map(({ key }, index) => ({ name: key.text, atS: index / 1000 }))
}

const ROLES = [
  ['stems', 'stem'],
  ['buses', 'bus'],
  ['returns', 'return'],
] as const satisfies readonly (readonly [string, Role])[]

/** The file with the presets of all strips laid under them. */
function withPresets(root: MapNode, presets: Presets, reader: Reader): MapNode {
  const nouns = new Map<string, string>(ROLES)
  const under = (node: Node, subject: string) => {
    return node.type === 'map' ? presets.under(node, reader.about(subject)) : node
  }
  const entries = root.entries.map(({ key, value }): Entry => {
    const noun = nouns.get(key.text)
    if (key.text === 'mix') return { key, value: under(value, 'mix bus') }
    if (key.text === 'master') return { key, value: under(value, 'master') }
    if (noun === undefined || value.type !== 'map') return { key, value }
    const named = value.entries.map((strip): Entry => {
      return { key: strip.key, value: under(strip.value, `${noun} ${quoted(strip.key.text)}`) }
    })
    return { key, value: { ...value, entries: named } }
  })
  return { ...root, entries }
}

/** All strips by name, whether their settings are right or wrong. Reports names that are used twice. */
function stripsOf(root: MapNode, reader: Reader): Map<string, Role> {
  const strips = new Map<string, Role>()
  for (const [key, role] of ROLES) {
    const value = entryOf(root, key)?.value
    const named = value?.type === 'map' ? value.entries : []
    for (const { key: name } of named) {
      const other = strips.get(name.text)
      if (other) {
        const message = `the name is used already, by a ${other}`
        reader.about(`${role} ${quoted(name.text)}`).report('PROJECT_DUPLICATE_NAME', name, message, {
          fix: 'choose another name',
        })
      } else strips.set(name.text, role)
    }
  }
  refuseGroupsNamedLike(strips, root, reader)
  return strips
}

/** Reports groups with the name of a strip: `drums` must mean one thing. */
function refuseGroupsNamedLike(strips: ReadonlyMap<string, Role>, root: MapNode, reader: Reader): void {
  const groups = entryOf(root, 'groups')?.value
  for (const { key } of groups?.type === 'map' ? groups.entries : []) {
    const other = strips.get(key.text)
    if (!other) continue
    reader
      .about(`group ${quoted(key.text)}`)
      .report('PROJECT_DUPLICATE_NAME', key, `the name is used already, by a ${other}`, { fix: 'choose another name' })
  }
}
