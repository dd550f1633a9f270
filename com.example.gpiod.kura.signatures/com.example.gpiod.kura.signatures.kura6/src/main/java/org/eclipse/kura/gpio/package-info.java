@Version("1.2.0")
package org.eclipse.kura.gpio;

import org.osgi.annotation.versioning.Version;
