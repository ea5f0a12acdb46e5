#!/usr/bin/env node
await import('../build/mixwright.js')
