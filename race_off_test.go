//go:build !race

package main

// racing says that this is built with the race detector.
const racing = false
