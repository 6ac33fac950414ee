package discord

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A member of a team who cannot be read takes nothing from the others, and nobody without an
// id owns anything: everybody whose id is not known would be taken for them.
func TestOneOddMemberOfATeamHidesNoOwner(t *testing.T) {
	t.Parallel()
	const team = `{"id":"7","owner":{"id":"8"},"team":{"owner_user_id":"9","members":[`
	const cleo = `{"user":{"id":"10"},"membership_state":2,"role":"admin"}`
	for odd, want := range map[string][]string{
		`{"user":{"id":"11"},"membership_state":"2","role":["admin"]}`: {"9", "10"},
		`{"user":{"id":""},"membership_state":2,"role":"admin"}`:       {"9", "10"},
		`{"user":null,"membership_state":2,"role":"admin"}`:            {"9", "10"},
		`"somebody"`: {"9", "10"},
	} {
		var said application
		if err := json.Unmarshal([]byte(team+odd+","+cleo+"]}}"), &said); err != nil {
			t.Errorf("%s: %v", odd, err)
		}
		if diff := cmp.Diff(want, said.application().Owners); diff != "" {
			t.Errorf("beside %s (-want +got):\n%s", odd, diff)
		}
	}
}
