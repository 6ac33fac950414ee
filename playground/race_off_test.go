//go:build !race

package playground_test

const racing = false
