//go:build !race

package stories

// racing says that this is built with the race detector.
const racing = false
