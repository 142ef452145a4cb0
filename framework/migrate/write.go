package migrate

import (
	"fmt"
	"os"
	"path/filepath"
)

// Write puts a migration into a folder and its name into the folder's HEAD. It
// makes the folder if need be, and never writes over a migration.
func Write(dir string, f *File) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("writing %s: %w", f.Key(), err)
	}
	file, err := os.OpenFile(filepath.Join(dir, f.Name+".yaml"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return fmt.Errorf("writing %s: %w", f.Key(), err)
	}
	if _, err = file.Write(f.Encode()); err == nil {
		err = file.Close()
	} else {
		file.Close()
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, headFile), []byte(f.Name+"\n"), 0o666)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", f.Key(), err)
	}
	return nil
}
