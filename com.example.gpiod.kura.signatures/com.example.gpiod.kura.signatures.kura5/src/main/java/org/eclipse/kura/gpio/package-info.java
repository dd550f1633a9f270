@Version("1.1.0")
package org.eclipse.kura.gpio;

import org.osgi.annotation.versioning.Version;
