/**
 * Every problem the program can report about a user's files, by its code, with its meaning in one line.
 *
 * Codes are API: scripts and tests match on them, so a code is never renamed or given another meaning. The prefix says
 * where to look: YAML (the text), PROJECT (the mix language), INIT (writing a first mix), PRESET (files that strips use), VARIANT (other versions of
 * the mix), STEM, ROUTE (buses, sends, side-chains, groups), DELIVERY, EXPECT (what the mix is held to), ARTWORK (cover
 * pictures), VINYL (the cutting preflight), AUDIO (sound files), DISC (compact discs), LOCK (mix.lock), REVISION (git),
 * CONDITION, BISECT and BLAME (searching the history), OUTPUT (files written), LAYOUT (mixwright fmt), EDIT (mixwright
 * edit), ADVICE (what is no mistake, but seldom meant).
 */
export const diagnosticCodes = {
  YAML_NOT_TEXT: 'The file is not UTF-8 text; it may be UTF-16, or not a text file at all.',
  YAML_TOO_LARGE: 'The file is longer than any mix could be.',
  YAML_BYTE_ORDER_MARK: 'The file starts with a byte-order mark, which is ignored.',
  YAML_EMPTY: 'The file holds nothing, or nothing but comments.',
  YAML_SYNTAX: 'The text does not follow the rules of YAML.',
  YAML_TAB: 'A tab is used to indent; YAML allows only spaces.',
  YAML_TOO_DEEP: 'Lists and maps are nested deeper than any mix needs.',
  YAML_SEVERAL_DOCUMENTS: 'The file holds more than one YAML document.',
  YAML_NOT_A_MAP: 'The file is not a map of keys and values.',
  YAML_DUPLICATE_KEY: 'A map has the same key twice.',
  YAML_KEY_NOT_TEXT: 'A key is a list, a map, an alias or empty.',
  YAML_MERGE_KEY: 'The merge key `<<` is not part of the mix language.',
  YAML_TAG: 'A YAML tag such as `!!int` is not part of the mix language.',
  YAML_ALIAS: 'An alias names no anchor before it, or the anchor it stands in.',
  YAML_ALIAS_BOMB: 'Aliases would expand to more values than any mix needs.',

  PROJECT_NOT_FOUND: 'There is no mix file at that place, or it cannot be read.',
  PROJECT_OUTSIDE: 'A path leads out of the project, is absolute, or is an address on the network.',
  PROJECT_VERSION: 'The file is written in a version of the mix language that this program does not know.',
  PROJECT_UNKNOWN_KEY: 'A key is not part of the mix language at that place.',
  PROJECT_MISSING_KEY: 'A key that must be given is absent.',
  PROJECT_MISSING_VALUE: 'A key has no value.',
  PROJECT_WRONG_TYPE: 'A list, a map or a single value stands where another of them belongs.',
  PROJECT_BAD_VALUE: 'A value is not one that its key understands.',
  PROJECT_BAD_UNIT: 'A number carries a unit that its key does not take.',
  PROJECT_OUT_OF_RANGE: 'A number is outside the range of its key.',
  PROJECT_ABOVE_NYQUIST: 'A frequency is not below half the session rate.',
  PROJECT_BAD_NAME: 'A name holds characters that names may not have, or is reserved.',
  PROJECT_DUPLICATE_NAME:
    'Two strips or groups share a name, a group names a strip twice, or two sections begin at one time.',
  PROJECT_NEEDS_TEMPO: 'Bars or note lengths are used, but the file has no tempo.',
  PROJECT_UNKNOWN_SECTION: 'A time is neither a time nor the name of a section.',
  PROJECT_DUPLICATE_TIME: 'Two points of an automation fall on one time.',
  PROJECT_LINE_TO_SILENCE: 'A straight line cannot lead to or from -inf dB.',
  PROJECT_CANNOT_MOVE: 'A map of times to values stands where a value holds for the whole song.',
  PROJECT_NO_EFFECT: 'A processor is set so that it changes nothing.',
  PROJECT_LISTENING: 'A side-chain is listened to instead of the sound, as is done to set it.',

  INIT_NO_FOLDER: 'There is no folder of that name to look for recordings in.',
  INIT_NO_AUDIO: 'A folder holds no recordings that can be mixed.',
  INIT_TOO_MANY: 'A folder holds more recordings than any song has.',
  INIT_EXISTS: 'The mix file that is to be written exists already.',
  INIT_OUTSIDE: 'From where the mix file is to be written, the recordings lie outside of its project.',
  INIT_LEFT_OUT: 'A file bears the name of a recording but is not taken into a first mix.',

  PRESET_NOT_FOUND: 'There is no preset at that place, or it cannot be read.',
  PRESET_LOOP: 'Presets use each other in a loop.',
  PRESET_TOO_DEEP: 'Presets use presets deeper than any mix needs.',
  PRESET_TOO_MUCH: 'Presets would add more values than any mix needs.',
  PRESET_NONE: 'The inserts of a preset are meant where no preset is used.',
  PRESET_UNKNOWN_INSERT: 'A change is meant for an insert that the preset does not have, or for one of several.',

  VARIANT_UNKNOWN_NAME: 'A variant names something that the mix does not have.',

  STEM_NONE: 'The mix has no stems, or none that is heard.',
  STEM_DC: 'A recording does not swing around zero.',
  STEM_MONO_AS_STEREO: 'Both channels of a recording are the same.',
  STEM_ONE_SIDED: 'One channel of a recording is silent.',
  STEM_POLARITY: 'Two sides of a recording are upside down against each other: in mono they cancel.',
  STEM_RATE: 'A recording is at another rate than the session; it is converted.',
  STEM_DUPLICATE: 'Two recordings hold the same sound.',
  STEM_NOT_STEREO: 'The two channels of a stem are panned one by one, and it has only one.',

  ROUTE_UNKNOWN_BUS: 'A strip feeds a bus that does not exist.',
  ROUTE_UNKNOWN_RETURN: 'A send goes to a return that does not exist.',
  ROUTE_UNKNOWN_SOURCE: 'A side-chain listens to a stem, bus or return that does not exist.',
  ROUTE_NO_SIDECHAIN: 'A side-chain is used where no stem, bus or return can be heard.',
  ROUTE_UNKNOWN_MEMBER: 'A group names a stem, bus or return that does not exist.',
  ROUTE_EMPTY_GROUP: 'A group has no strips.',
  ROUTE_LOOP: 'Buses, sends and side-chains lead a signal back to where it came from.',

  DELIVERY_UNKNOWN_TARGET: 'A delivery names no built-in target and no format of its own.',
  DELIVERY_UNKNOWN_FORMAT: 'A file format is not one that can be written.',
  DELIVERY_IMPOSSIBLE: 'The settings of a delivery contradict its format or its target.',
  DELIVERY_BAD_NAME: 'The name of a delivery cannot be the name of a file.',
  DELIVERY_SAME_FILE: 'Two deliveries, or a delivery and another output, would write the same file.',
  DELIVERY_PROMISE_MISSED: 'A delivered file, measured again, does not keep what was promised for it.',

  EXPECT_UNKNOWN_NAME: 'An expectation names a strip or a delivery that the mix does not have.',
  EXPECT_FAILED: 'What was measured is not what the mix file expects.',
  EXPECT_NONE: 'A mix is tested that expects nothing.',

  ARTWORK_UNUSABLE: 'A cover picture does not exist, or is not a JPEG or PNG that audio files can carry.',
  ARTWORK_ADVICE: 'A cover picture can be used, but shops and players may not show it well.',

  VINYL_SLOPE: 'A groove at the level of its side would be steeper than a cutter can cut.',
  VINYL_TRACING: 'A groove bends more sharply than a stylus can follow: highs distort, most of all near the label.',
  VINYL_DEPTH: 'Left and right move the stylus apart so far that the groove would get too shallow.',
  VINYL_SPACE: 'The swings of the groove need more room than a side of this length has at its level.',
  VINYL_LOW_SIDE: 'Lows of left and right are out of phase: mono below the corner, they are lost.',
  VINYL_SIDE_LENGTH: 'A side is longer than is well cut on this disc, or than fits on it at all.',
  VINYL_SIDE_END: 'The programme would run beyond the end of its side.',
  VINYL_EDGES: 'A file for vinyl does not begin and end with a little silence, as plants ask.',
  VINYL_CLIPPED: 'What a master for vinyl was made from is clipped.',
  VINYL_LEVEL: 'The master was lowered because nothing is limited for vinyl.',

  AUDIO_FILE_MISSING: 'An audio file does not exist or cannot be opened.',
  AUDIO_NOT_AUDIO: 'A file is not audio in any format that can be read.',
  AUDIO_DAMAGED: 'An audio file breaks off or contradicts itself so that it cannot be read.',
  AUDIO_UNSUPPORTED: 'An audio file is sound, but of a kind that cannot be used, such as one with too many channels.',
  AUDIO_CHANGED: 'An audio file changed or vanished while it was read.',
  AUDIO_EMPTY: 'An audio file holds no sound.',
  AUDIO_CODEC_MISSING: 'The format is known, but its codec is not available here.',
  AUDIO_CHANNELS_UNUSED: 'A recording has more channels than a mix can use; the first two are taken.',
  AUDIO_TAG_LEFT_OUT: 'A tag of an audio file is no release data that could be carried over, and was left out.',
  AUDIO_REPAIRED: 'An audio file had a fault that could be mended while reading.',

  DISC_NO_TRACKS: 'An album has no tracks.',
  DISC_TEXT: 'A text holds characters that ISO-8859-1, the alphabet of discs, does not have.',
  DISC_TEXT_LONG: 'The texts of a disc are more than CD-Text or a cue sheet can hold.',
  DISC_NO_TITLE: 'A track has no title, though others have one.',
  DISC_SAME_ISRC: 'Two tracks have the same ISRC.',
  DISC_FLAGS: 'Two flags of a track exclude each other.',
  DISC_GAP: 'A gap cannot be where it is written.',
  DISC_INDEX: 'An index mark lies outside its track, or not after the one before it.',
  DISC_LONG: 'An album is longer than a disc holds, or than most plants press.',
  DISC_CLIPPED: 'An audio file would be cut off at full scale when it is converted for a disc.',
  DISC_PEAKS: 'A track passes full scale between its samples; some players distort it.',
  DISC_TRACK_SHORT: 'A track of a compact disc is shorter than 4 s; plants refuse it.',

  LOCK_MISSING: 'There is no lock to compare with.',
  LOCK_DAMAGED: 'The lock is not what render writes: it was cut, edited, or a git merge was left unfinished in it.',
  LOCK_INPUT_CHANGED: 'A file that the mix reads is not the one in the lock.',
  LOCK_MIX_CHANGED: 'The mix file says something else than when the lock was written.',
  LOCK_ENGINE_CHANGED: 'The program or its codecs are not those that the lock was written with.',
  LOCK_OUTPUT_CHANGED: 'A mix or a delivery came out different from what the lock says.',

  REVISION_NO_GIT: 'Revisions are asked for, but git is not installed.',
  REVISION_NO_REPOSITORY: 'Revisions are asked for in a folder that lies in no git repository.',
  REVISION_UNKNOWN: 'A name means no commit of the repository, and no mix file.',
  REVISION_NO_MIX: 'A revision holds no mix file at that place, nor one that was renamed from it or to it.',
  REVISION_AUDIO_ABSENT: 'An audio file of a revision is not here: not fetched, or neither in git nor in the folder.',

  CONDITION_WRONG: 'A condition on measured figures cannot be read.',
  BISECT_ENDS: 'The two revisions to search between do not differ as they should, or cannot be measured.',
  BLAME_NO_VALUE: 'Values are asked for that the mix does not set.',

  OUTPUT_IS_INPUT: 'A file to be written is one of those that are read.',
  OUTPUT_OF_ANOTHER: 'The folder of the masters of a file holds those of another file of the same name.',
  OUTPUT_NOT_WRITABLE: 'A file could not be written.',
  OUT_OF_MEMORY: 'There is not enough memory for what is to be computed.',

  LAYOUT_NOT_CANONICAL: 'A file is not laid out as `mixwright fmt` lays it out.',
  LAYOUT_UNKNOWN: 'A file is YAML of a kind that cannot be laid out without loss.',

  EDIT_PATH: 'The path of an edit cannot be read.',
  EDIT_NO_PLACE: 'An edit names a place that the mix does not have.',

  ADVICE_MUTED_RETURN: 'A send goes to a return that is muted.',
  ADVICE_SOLO: 'A strip is soloed, so that others are silent.',
  ADVICE_SILENT_STEM: 'A stem never sounds.',
  ADVICE_UNFED: 'A bus that nothing feeds, or a return that nothing is sent to.',
  ADVICE_CANCELLED_STEM: 'Two stems play one recording in opposite polarity and cancel each other.',
  ADVICE_LOUD_MASTER: 'A master is louder than what the service plays, which turns it down.',
  ADVICE_STEM_CLIPPED: 'A recording is clipped: samples in a row lie at full scale.',
  ADVICE_HIGH_PASS: 'A high-pass lies above the lowest strong sound of a stem.',
  ADVICE_LOWS_OUT_OF_PHASE: 'Lows of left and right are out of phase: they vanish in mono.',
} as const

/** One of the codes of `diagnosticCodes`. */
export type DiagnosticCode = keyof typeof diagnosticCodes
