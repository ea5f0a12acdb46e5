export { type Album, albumSchema, type ParsedAlbum, parseAlbum } from './album.ts'
export type { AlbumTrack } from './album-fields.ts'
export type { AudioFormat } from './audio-format.ts'
export type { Automation, AutomationPoint, Movement } from './automation.ts'
export {
  CONDITION_FIGURES,
  type Condition,
  type ConditionFigure,
  type FigureTerm,
  parseCondition,
} from './condition.ts'
export { type Defaults, eqBandDefaults, insertDefaults, stripDefaults } from './defaults.ts'
export type { Delivery, DeliveryMetadata } from './delivery.ts'
export { requestDeliveries, requestRelease, type WrittenSettings } from './delivery-request.ts'
export { compareByPlace, type Diagnostic, type Place, type Severity } from './diagnostic.ts'
export { type DiagnosticCode, diagnosticCodes } from './diagnostic-codes.ts'
export { foreignTo, latinFix } from './disc-text.ts'
export { parseEditPath } from './edit/edit-path.ts'
export { editText } from './edit/edit-text.ts'
export type { Language as EditLanguage } from './edit/key-order.ts'
export type { EqBand, EqBandType } from './eq.ts'
export type { Expectation } from './expectation.ts'
export { type ExplicitInsert, explicitInserts, maximizerYaml } from './explicit-inserts.ts'
export { type Fact, factLines, factsOf } from './facts.ts'
export { formatDiagnostic } from './format-diagnostic.ts'
export type { Group } from './group.ts'
export { type DiagnosticEntry, diagnosticEntries, nearCodes } from './help/help.ts'
export type { Insert, ProcessorKind } from './insert.ts'
export { formatYaml } from './layout/format-yaml.ts'
export { inOrder, type Located } from './located.ts'
export { type MergeOptions, type MixMerge, mergeMix, type NotMerged } from './merge/merge-mix.ts'
export type { Conflict } from './merge/merge-pieces.ts'
export { mixSchema } from './mix-schema.ts'
export { type MixTextEntry, type MixTextValue, mixText, scalarText } from './mix-text.ts'
export type { Pan, PanPair } from './pan.ts'
export type { PresetFile, ReadText } from './preset.ts'
export { presetSchema } from './preset-schema.ts'
export { isPrintable, printable, quoted } from './printable.ts'
export {
  type Clock,
  type ParsedProject,
  type ParseOptions,
  type Project,
  parseProject,
  type Variant,
} from './project.ts'
export type { Bus, Master, MixBus, Return } from './project-fields.ts'
export { keyOfProperty, showProperty } from './property-text.ts'
export type { AudioMention } from './reader.ts'
export type { Release, ReleaseNumber } from './release.ts'
export type { JsonSchema } from './schema.ts'
export type { Send } from './send.ts'
export { showMoment } from './show-moment.ts'
export type { Stem } from './stem.ts'
export type { Strip } from './strip.ts'
export { didYouMean } from './suggestion.ts'
export type { TempoCurve, TempoPoint } from './tempo-map.ts'
export type { Section, TimeSignature } from './timeline.ts'
export { keysOf, yamlProblems } from './yaml-text.ts'
