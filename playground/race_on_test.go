//go:build race

package playground_test

// racing says whether the race detector runs. The detector itself needs more than some
// tests measure.
const racing = true
