import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Loaded machines are slow; these only bound how long a failing test hangs.
configure({ asyncUtilTimeout: 20_000 });
jest.setTimeout(60_000);
