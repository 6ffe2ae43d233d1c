import type { FaultCase } from '../FaultCase';
import { F01 } from './F01';
import { F02 } from './F02';
import { F03 } from './F03';
import { F04 } from './F04';
import { F05 } from './F05';
import { F06 } from './F06';
import { F07 } from './F07';
import { F08 } from './F08';
import { F09 } from './F09';
import { F10 } from './F10';
import { F11 } from './F11';
import { F12 } from './F12';
import { F13 } from './F13';
import { F14 } from './F14';
import { F15 } from './F15';
import { F16 } from './F16';
import { F17 } from './F17';
import { F18 } from './F18';
import { F19 } from './F19';
import { F20 } from './F20';
import { F21 } from './F21';
import { F22 } from './F22';
import { F23 } from './F23';
import { F24 } from './F24';
import { F25 } from './F25';
import { F26 } from './F26';
import { F27 } from './F27';
import { F28 } from './F28';
import { F29 } from './F29';
import { F32 } from './F32';
import { F34 } from './F34';
import { F36 } from './F36';
import { F37 } from './F37';
import { F38 } from './F38';
import { F39 } from './F39';
import { F40 } from './F40';
import { F41 } from './F41';

/** In the order of the fault table. */
export const faultCases: readonly FaultCase[] = [
  F01,
  F02,
  F03,
  F04,
  F05,
  F06,
  F07,
  F08,
  F09,
  F10,
  F11,
  F12,
  F13,
  F14,
  F15,
  F16,
  F17,
  F18,
  F19,
  F20,
  F21,
  F22,
  F23,
  F24,
  F25,
  F26,
  F27,
  F28,
  F29,
  F32,
  F34,
  F36,
  F37,
  F38,
  F39,
  F40,
  F41,
];
